// Shows the settings: as the reference for people, and as they are in effect, with secrets masked.
import type { Config } from './config.ts';
import { SETTINGS, type Setting } from './config-table.ts';
import { showSize } from './config-values.ts';

/** One setting as it is in effect. */
export interface ShownSetting {
  readonly variable: string;
  readonly value: unknown;
  readonly is_default: boolean;
}

/** The settings in effect. Secrets are masked: only whether they are set is told. */
export function listEffective(config: Config): readonly ShownSetting[] {
  return Object.entries<Setting<unknown>>(SETTINGS).map(([name, setting]) => {
    const value: unknown = Reflect.get(config, name);
    return {
      variable: setting.variable,
      value: setting.isSecret && value !== undefined ? '********' : (value ?? null),
      is_default: sameValue(value, setting.fallback),
    };
  });
}

/** docs/configuration.md, whole. */
export function describeSettings(): string {
  const rows = Object.values<Setting<unknown>>(SETTINGS).map((setting) => {
    const names = setting.isSecret
      ? `\`${setting.variable}\`, \`${setting.variable}_FILE\``
      : `\`${setting.variable}\``;
    return `| ${names} | ${showFallback(setting)} | ${setting.meaning} |`;
  });
  return [
    '# Settings',
    '',
    '<!-- Made from src/config-table.ts by `npm run generate`. -->',
    '',
    'Settings come from the environment; a `.env` file in the working directory is read too, and the',
    'environment wins over it. All are checked at start, and every fault is told at once (exit code 2).',
    '`taxiway config` prints the settings in effect, secrets masked.',
    '',
    'Sizes are octets or carry a unit (`16MiB`, `10GB`). Switches are `1` or `0`. A secret may be given in',
    'a file instead, named by the variable with `_FILE` behind it. An empty variable counts as not set.',
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function showFallback({ fallback, variable }: Setting<unknown>): string {
  if (fallback === undefined) return '';
  if (typeof fallback === 'boolean') return fallback ? '`1`' : '`0`';
  if (Array.isArray(fallback)) return fallback.length === 0 ? '' : `\`${fallback.join(',')}\``;
  if (typeof fallback === 'number' && /_BYTES$|_LENGTH$/.test(variable))
    return `\`${showSize(fallback)}\``;
  return `\`${fallback}\``;
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
