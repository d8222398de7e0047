// taxiway config: the settings in effect, secrets masked; or their reference as Markdown.
import type { Command } from 'commander';
import { describeSettings, listEffective } from '../config-print.ts';
import { print, table } from './output.ts';
import { readSettings } from './store.ts';

/** Adds the command. */
export function addConfig(program: Command): void {
  program
    .command('config')
    .description('print the settings in effect, with secrets masked')
    .option('--markdown', 'print the reference of all settings instead')
    .action((options: { readonly markdown?: boolean }, command: Command) => {
      if (options.markdown) {
        process.stdout.write(describeSettings());
        return;
      }
      const shown = listEffective(readSettings());
      const values = Object.fromEntries(shown.map(({ variable, value }) => [variable, value]));
      const rows = shown.map(({ variable, value, is_default }) => [
        variable,
        value === null ? '(none)' : String(value),
        is_default ? '' : 'set',
      ]);
      print(command, values, table(rows));
    });
}
