import { describe, expect, it } from 'vitest';
import { Emitter } from '../../electron/lib/emitter.ts';

describe('an emitter', () => {
  it('tells everybody, in order, until they are taken off', () => {
    const emitter = new Emitter<number>();
    const told: string[] = [];
    const off = emitter.subscribe((value) => told.push(`a${value}`));
    emitter.subscribe((value) => told.push(`b${value}`));
    emitter.emit(1);
    off();
    off();
    emitter.emit(2);
    expect(told).toEqual(['a1', 'b1', 'b2']);
    expect(emitter.size).toBe(1);
    emitter.clear();
    emitter.emit(3);
    expect(told).toHaveLength(3);
  });

  it('does not tell one who is taken off while others are told, nor one who comes meanwhile', () => {
    const emitter = new Emitter<void>();
    const told: string[] = [];
    emitter.subscribe(() => {
      told.push('first');
      off();
      emitter.subscribe(() => told.push('late'));
    });
    const off = emitter.subscribe(() => told.push('off'));
    const self = emitter.subscribe(() => {
      told.push('once');
      self();
    });
    emitter.subscribe(() => told.push('last'));
    emitter.emit();
    expect(told).toEqual(['first', 'once', 'last']);
  });

  it('tells the others also where one throws, and throws that on', () => {
    const emitter = new Emitter<string>();
    const told: string[] = [];
    const first = new Error('first');
    emitter.subscribe(() => {
      throw first;
    });
    emitter.subscribe(() => {
      throw new Error('second');
    });
    emitter.subscribe((value) => told.push(value));
    expect(() => emitter.emit('x')).toThrow(first);
    expect(() => emitter.emit('y')).toThrow(first);
    expect(told).toEqual(['x', 'y']);
  });
});
