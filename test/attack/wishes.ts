import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
export const wishes: Campaign = {
  name: 'wishes',
  async run(assault: Assault): Promise<Outcome> {
    return new Cases('wishes', assault).outcome;
  },
};
