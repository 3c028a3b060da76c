import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
export const kills: Campaign = {
  name: 'kills',
  async run(assault: Assault): Promise<Outcome> {
    return new Cases('kills', assault).outcome;
  },
};
