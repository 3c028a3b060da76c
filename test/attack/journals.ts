import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
export const journals: Campaign = {
  name: 'journals',
  async run(assault: Assault): Promise<Outcome> {
    return new Cases('journals', assault).outcome;
  },
};
