import { z } from 'zod';
import { patternOf } from '../schema.ts';
import { toExtended } from './posix.ts';

/**
 * The form of `dials/*.json`: how a modem that shows the host a network card (ECM, NCM, RNDIS) gets its data connection. Either the host
 * makes the call by AT (`call`), or the modem makes it (`itself`). What is known of a call is whole here: what comes before it, what starts
 * it, what proves it, where the address comes from, what ends it, what tells that it fell.
 */

/** A `vid:pid`, or `vid:*` for every id of a vendor. */
const Ids = z.string().regex(/^[0-9a-f]{4}:([0-9a-f]{4}|\*)$/);
/** A command line. In braces stands what the wishes give: see `placeholders`. */
const Template = z
  .string()
  .regex(/^AT[ !-~]*$/)
  .max(300);
const Pattern = patternOf(400).refine((text) => toExtended(text) !== null, 'not a pattern that a router reads alike (posix.ts)');
const Milliseconds = z.number().int().min(500).max(300_000);

/**
 * What a template may hold in braces. `cid`: the context of the call. `type`: its kind as 3GPP TS 27.007, 10.1.1 has it (`IP`, `IPV6`,
 * `IPV4V6`). `apn`, `user`, `password`: as they are. `auth`: the number that this family has for the way of the login; `,auth`: the same
 * with a comma before it, and nothing at all where the family has no number for it.
 */
export const placeholders = ['cid', 'type', 'apn', 'user', 'password', 'auth', ',auth'] as const;

/** One command of a call. It ends with OK, within `withinMs` (10 s where left out), unless told otherwise. */
export const DialLine = z.strictObject({
  send: Template,
  /** Sent only where all of these hold of the wishes. */
  only: z
    .array(z.enum(['apn', 'no-apn', 'login', 'no-login']))
    .min(1)
    .optional(),
  /** It ends with CONNECT. `connect`: the port goes on taking commands; `data`: it does not, so that proof and address are asked for before it. */
  ends: z.enum(['connect', 'data']).optional(),
  /** An error is passed over: what counts is the proof. */
  optional: z.literal(true).optional(),
  /** Matches an error that comes while the network is not ready: the same is sent again within the time. */
  again: Pattern.optional(),
  withinMs: Milliseconds.optional(),
});
export type DialLine = z.infer<typeof DialLine>;

/**
 * A question, and what is read of its answer: of each line by the first of `replies` that matches, in named groups `address`, `mask`, `gateway`, `dns`, `dns2`, `address6`, `gateway6`,
 * `dns6`, `mtu`. Addresses may be dotted, with the mask joined to them (eight numbers), IPv6 in sixteen decimal numbers, both families in
 * one field, or eight hexadecimal digits with the last number first.
 */
export const DialRead = z.strictObject({ query: Template, replies: z.array(Pattern).min(1).max(3) });
export type DialRead = z.infer<typeof DialRead>;

/** One way to make the call. */
export const DialWay = z.strictObject({
  /** On the answer to `test`, its result with it: the first way that matches is taken; one without matches always. */
  when: Pattern.optional(),
  before: z.array(DialLine).max(12).default([]),
  start: z.array(DialLine).min(1).max(6),
  /** What proves that it is up: a line of the answer matches. `contextOnly`: it tells of the context, which may be up without the card: nothing is claimed. */
  proof: z.strictObject({ query: Template, up: Pattern, withinMs: Milliseconds.optional(), contextOnly: z.literal(true).optional() }),
  stop: z.array(DialLine).min(1).max(4),
});
export type DialWay = z.infer<typeof DialWay>;

/** What the host's network card needs that no DHCP tells it. */
const Card = z.strictObject({
  /** False: nobody answers ARP behind it. */
  arp: z.literal(false).optional(),
  /** The address stands alone (/32), and the way to everything is the card itself. */
  onLink: z.literal(true).optional(),
});

export const DialCall = z.strictObject({
  cid: z.number().int().min(0).max(16),
  /** What a call that is up already means: `asked` (where left out): it is left as it is; `ended`: it is ended and made anew, as the sources do; `ignored`: the proof may hold without the card, and the call is made all the same. */
  standing: z.enum(['asked', 'ended', 'ignored']).default('asked'),
  /** True: +CGDCONT of that context is set to the wished type and APN before; what stood there is set again after a try. */
  definesContext: z.boolean(),
  /** Numbers of the ways of a login; left out: 0 none, 1 PAP, 2 CHAP, as +CGAUTH has them (TS 27.007, 10.1.31). `null`: it has none. */
  auth: z
    .strictObject({ none: z.string().max(2).nullable(), pap: z.string().max(2), chap: z.string().max(2), both: z.string().max(2) })
    .optional(),
  /** It answers only while a DHCP client asks: not dialled without a network card of this computer that does. */
  duringDhcp: z.literal(true).optional(),
  /** Asked first: which of the ways this firmware takes. Where none is its own, the family is another one. */
  test: Template.optional(),
  ways: z.array(DialWay).min(1).max(4),
  /** `dhcp`: the modem serves it. `modem`: nobody serves it, it is read and set by hand. `either`: both work. */
  address: z.strictObject({
    from: z.enum(['dhcp', 'modem', 'either']),
    reads: z.array(DialRead).max(5).default([]),
    card: Card.optional(),
  }),
  /** What tells that the call fell: unsolicited lines, and the question that `proof` has. For a dialler that stays, as on a router. */
  fell: z.array(Pattern).max(6).default([]),
  /** `connect`: for each call. `attach`: once for each start of the modem, or loss of the network. `once`: kept in the flash. */
  repeat: z.enum(['connect', 'attach', 'once']),
  /** True: the call itself is kept in the flash. It is not made for a try. */
  writesFlash: z.boolean(),
});
export type DialCall = z.infer<typeof DialCall>;

export const DialItself = z.strictObject({
  /** What has to match for it to dial at all, where a setting or a binding decides. */
  proof: z.strictObject({ query: Template, up: Pattern }).optional(),
  /** Kept in the flash, and there before. Of these the bench sets +CGDCONT, where an APN is wished for. */
  setUp: z.array(DialLine).max(6).default([]),
  /** What tells of the call that it made: an address of the operator's network. Empty: only its own page knows. */
  reads: z.array(DialRead).max(5).default([]),
});

/** `hardware`: the source saw it on a device. `code`: a program does it. `report`: somebody wrote so. `assumed`: nobody did, and nothing is claimed from it. */
export const dialProofs = ['hardware', 'code', 'report', 'assumed'] as const;

export const Dial = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{4,60}$/),
    name: z.string().min(3).max(120),
    match: z.strictObject({
      ids: z.array(Ids).min(1).max(60),
      /** On AT+CGMM, else on what database and device call it: where several families share an id. */
      models: Pattern.optional(),
      modes: z.array(z.enum(['ncm', 'ecm', 'rndis'])).min(1),
    }),
    call: DialCall.optional(),
    itself: DialItself.optional(),
    mtu: z.number().int().min(576).max(9000).optional(),
    /** Traps and what sources say against each other. */
    notes: z.array(z.string().min(10).max(300)).max(8).default([]),
    proof: z.enum(dialProofs),
    sources: z.array(z.string().min(8).max(300)).min(1).max(6),
  })
  .refine(({ call, itself }) => (call === undefined) !== (itself === undefined), 'either a call or a modem that dials itself');
export type Dial = z.infer<typeof Dial>;

export const DialFile = z.strictObject({ $schema: z.string().optional(), dials: z.array(Dial).min(1).max(40) });
