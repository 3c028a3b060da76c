import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
export const parsers: Campaign = {
  name: 'parsers',
  async run(assault: Assault): Promise<Outcome> {
    return new Cases('parsers', assault).outcome;
  },
};
