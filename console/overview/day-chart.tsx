import { Anchor, Table } from '@mantine/core';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Link, useLocation } from 'wouter';

const NUMBER = new Intl.NumberFormat();
const SHORT = new Intl.NumberFormat(undefined, { notation: 'compact' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });

export interface Series {
  readonly name: string;
  /** A custom property of the style sheet. */
  readonly color: string;
  readonly counts: readonly number[];
}

interface DayChartProps {
  readonly label: string;
  /** YYYY-MM-DD, in UTC. */
  readonly days: readonly string[];
  readonly series: readonly Series[];
  /** What is behind a day. */
  readonly hrefOf: (day: string) => string;
}

/** Counts by day, as bars and as a table; a day leads to what is behind it. */
export function DayChart({ label, days, series, hrefOf }: DayChartProps) {
  const [, navigate] = useLocation();
  if (series.every(({ counts }) => counts.every((count) => count === 0)))
    return <p className="quiet">Nothing in these {days.length} days.</p>;
  const rows = days.map((day, at) => ({
    day,
    ...Object.fromEntries(series.map(({ name, counts }) => [name, counts[at] ?? 0])),
  }));
  return (
    <>
      <ul className="legend" aria-hidden>
        {series.map(({ name, color }) => (
          <li key={name}>
            <span className="swatch" style={{ background: `var(${color})` }} /> {name}
          </li>
        ))}
      </ul>
      <div className="chart" aria-hidden>
        <ResponsiveContainer width="100%" height={220}>
          <BarChart data={rows} barGap={1} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="day"
              tickFormatter={writeDay}
              stroke="var(--mantine-color-dimmed)"
              fontSize={12}
              tickLine={false}
              minTickGap={24}
            />
            <YAxis
              tickFormatter={(count: number) => SHORT.format(count)}
              stroke="var(--mantine-color-dimmed)"
              fontSize={12}
              width={44}
              axisLine={false}
              tickLine={false}
              allowDecimals={false}
            />
            <Tooltip
              cursor={{ fill: 'var(--calm)' }}
              contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)' }}
              itemStyle={{ color: 'inherit' }}
              labelFormatter={(day) => writeDay(String(day))}
              formatter={(count) => NUMBER.format(Number(count))}
              isAnimationActive={false}
            />
            {series.map(({ name, color }) => (
              <Bar
                key={name}
                dataKey={name}
                fill={`var(${color})`}
                stackId="all"
                isAnimationActive={false}
                className="day-bar"
                onClick={(_, at) => navigate(hrefOf(days[at] ?? ''))}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <DayTable label={label} days={days} series={series} hrefOf={hrefOf} />
    </>
  );
}

function DayTable({ label, days, series, hrefOf }: DayChartProps) {
  return (
    <details className="as-table">
      <summary>As a table</summary>
      <Table aria-label={label} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Day</Table.Th>
            {series.map(({ name }) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((day, at) => (
            <Table.Tr key={day}>
              <Table.Th scope="row">
                <Anchor component={Link} href={hrefOf(day)} size="sm">
                  {day}
                </Anchor>
              </Table.Th>
              {series.map(({ name, counts }) => (
                <Table.Td key={name}>{NUMBER.format(counts[at] ?? 0)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function writeDay(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}
