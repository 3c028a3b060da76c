import type { PracticeBinding } from '../modem.ts';
import type { Piece } from './layout.ts';

/** A piece whose interfaces have numbers of their own: firmware that gives each function a fixed number, in whatever order and with gaps. */
export function numbered(first: number, piece: Piece): Piece {
  return (numbers) => {
    let next = first;
    return piece({ ...numbers, interface: () => next++ });
  };
}

/** A piece whose endpoints have addresses of their own, in the order in which it asks for them: those in with the direction bit. */
export function addressed(inputs: readonly number[], outputs: readonly number[], piece: Piece): Piece {
  return (numbers) => {
    const [ins, outs] = [[...inputs], [...outputs]];
    return piece({ ...numbers, input: () => ins.shift() ?? numbers.input(), output: () => outs.shift() ?? numbers.output() });
  };
}

/** A piece for which Linux 6.1 has no row in any table: it is there, and no node comes of it. */
export const unbound = (piece: Piece): Piece => boundBy(piece, { driver: null });

/** A piece of whose interfaces each gets a driver that is not meant for it. */
export function boundBy(piece: Piece, binding: Omit<PracticeBinding, 'interfaceNumber'>): Piece {
  return (numbers) => {
    const part = piece(numbers);
    return { ...part, bindings: part.bindings.map(({ interfaceNumber }) => ({ interfaceNumber, ...binding })) };
  };
}
