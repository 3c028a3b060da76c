import type { Release } from '../../modem-db/openwrt/index.ts';
import type { Feature, Parameter } from './features/index.ts';
import { routerPaths } from './router-paths.ts';
import { quote } from './uci.ts';
import type { InterfacePlan } from './writers/writer.ts';

export interface SetupInput {
  readonly interfaceName: string;
  /** Name of the firewall zone. */
  readonly zone: string;
  readonly plan: InterfacePlan;
  readonly features: readonly Feature[];
  readonly release: Release;
  /** One line for the log if the protocol is not installed. */
  readonly installCommand: string;
}

/**
 * What `scripts/setup.sh` and the features' hooks are to do, as shell: assignments, functions that print lines or go over options, and the call
 * of the setup. Every value stands in single quotes. Throws WISH_INVALID for one that no quoting brings through (control characters).
 */
export function setupParameters({ interfaceName, zone, plan, features, release, installCommand }: SetupInput): string {
  const texts: readonly Parameter[] = [
    { name: 'iface', text: interfaceName },
    { name: 'proto', text: plan.proto },
    { name: 'release', text: release.version },
    { name: 'install', text: installCommand },
    { name: 'zone_name', text: zone, field: 'onRouter.zone' },
    { name: 'module', text: plan.module ?? '' },
    { name: 'second_suffix', text: plan.second?.suffix ?? '' },
    { name: 'features', text: features.map(({ name }) => name).join(' ') },
    ...features.flatMap(({ parameters = [] }) => parameters),
  ];
  return [
    '#!/bin/sh',
    `# Modem Bench: what is wished of one network interface, for OpenWrt ${release.version}. Undo: sh ${routerPaths.remove}`,
    '# shellcheck disable=SC2016,SC2034 # nothing in a value is to be expanded; read by the setup',
    ...texts.map(parameterText),
    optionsText('options', plan.options),
    ...(plan.second ? [optionsText('second_options', plan.second.options)] : []),
    `program='${routerPaths.setupProgram}'`,
    '# shellcheck source=/dev/null',
    '. "$program"',
    '',
  ].join('\n');
}

function parameterText(parameter: Parameter): string {
  const { name, field = name } = parameter;
  if ('text' in parameter) return `${name}=${quote(parameter.text, field)}`;
  return `${name}() {\n\tprintf '%s\\n' \\\n${parameter.lines.map((line) => `\t\t${quote(line, field)}`).join(' \\\n')}\n}`;
}

const optionsText = (name: string, options: InterfacePlan['options']) =>
  `${name}() {\n${options.map(([option, text]) => `\t"$1" ${option} ${quote(text, option)}\n`).join('')}}`;
