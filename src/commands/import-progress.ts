// How far an import is: a bar where it can be drawn, lines elsewhere, both on standard error.
import cliProgress from 'cli-progress';
import type { Import } from './import-report.ts';

export interface Progress {
  readonly update: (one: Import) => void;
  readonly stop: () => void;
}

/** Starts to show how far an import is. */
export function startProgress(begun: Import): Progress {
  return process.stderr.isTTY ? startBar(begun) : startLines(begun);
}

function startBar(begun: Import): Progress {
  const bar = new cliProgress.SingleBar({
    format: `${begun.file_name ?? 'file'} {bar} {percentage}% | {records} records{pace}`,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(Math.max(1, begun.bytes_total), 0, { records: 0, pace: '' });
  return {
    update: (one) =>
      bar.update(one.bytes_read, { records: one.counts.total ?? 0, pace: describePace(one) }),
    stop: () => bar.stop(),
  };
}

function describePace({ records_per_second, seconds_left }: Import): string {
  if (records_per_second === null || seconds_left === null) return '';
  const minutes = Math.floor(seconds_left / 60);
  const left = minutes > 0 ? `${minutes} min ${seconds_left % 60} s` : `${seconds_left} s`;
  return ` | ${records_per_second}/s | ${left} left`;
}

// Where nothing can be drawn over: one line at the start and one every tenth of the file.
function startLines(begun: Import): Progress {
  const name = begun.file_name ?? begun.id;
  let told = 0;
  process.stderr.write(`${name}: ${begun.bytes_total} octets uploaded\n`);
  return {
    update: ({ bytes_read, bytes_total, counts }) => {
      const tenths = Math.floor((10 * bytes_read) / Math.max(1, bytes_total));
      if (tenths <= told) return;
      told = tenths;
      process.stderr.write(`${name}: ${tenths * 10} % read, ${counts.total ?? 0} records\n`);
    },
    stop: () => undefined,
  };
}
