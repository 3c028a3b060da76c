/** Variables by which a technician hands over secrets, so that they need not stand on a command line. `setup.mjs` has the same list. */
export const secretVariables = ['MODEM_BENCH_PIN', 'MODEM_BENCH_PASSWORD'] as const;

/** An environment for another program, which has no business with those: a copy without them. */
export function withoutSecrets(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const rest = { ...environment };
  for (const name of secretVariables) delete rest[name];
  return rest;
}

/** Once they were read: from now on this process has no environment to leak them from, whatever it starts. */
export function forgetSecrets(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of secretVariables) delete environment[name];
}
