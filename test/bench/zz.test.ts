import { it } from 'vitest';
import { practiceWorld } from '../support/practice-world.ts';
const cases = [['quectel-ec25-unlisted','qmi'],['five-silent-ports','ecm']] as const;
it.each(cases)('%s %s', async (name, mode) => {
  const w = await practiceWorld({ faults: { [name]: { } } });
  try {
    const port = await w.plug(name);
    console.log(name, JSON.stringify(w.dongle(port).offers), w.dongle(port).name, w.dongle(port).mode);
    await w.bench.handle({ type: 'allow-looks', allowed: true }); await w.clock.until(() => w.dongle(port).look.state !== 'reading'); console.log(JSON.stringify(w.dongle(port).look), JSON.stringify(w.dongle(port).offers), JSON.stringify(w.dongle(port).identity), JSON.stringify(w.dongle(port).network), JSON.stringify(w.dongle(port).interfaces.map(i=>i.role)));
    const v = await w.prepare(port, { mode });
    console.log(JSON.stringify({ s: v.state, f: v.failure, id: v.identity, net: v.network, checks: v.checks.map(c=>[c.id,c.state,c.seen.slice(0,60),c.code]), verdict: v.verdict }, null, 1));
  } catch (e) { console.log('THREW', e); } finally { await w.close(); }
});
