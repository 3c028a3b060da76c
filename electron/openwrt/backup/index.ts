/** The router's own backup: what it tells, wishes that fit it, and what a bundle will change on it. */
export { fitToRouter } from './fit.ts';
export { lanAddress } from './lan-address.ts';
export { diffText, setupOf } from './preview.ts';
export { type RouterBackup, readRouterBackup } from './read.ts';
