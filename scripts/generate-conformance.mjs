// Makes docs/conformance.md from the checklist, the suite's sources and the results of its last run.
// `--check` takes the results from the page itself, so that it needs no server: it fails when ids,
// titles or reasons differ from the sources. `--ids` prints which ids have a test.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const root = new URL('../', import.meta.url);
const SUITE = 'test/conformance';
const PAGE = new URL('docs/conformance.md', root);
const RESULTS = new URL(
  `${process.env.TAXIWAY_CONFORMANCE_RESULTS ?? 'coverage/conformance'}/`,
  root,
);

const checklist = JSON.parse(readFileSync(new URL(`${SUITE}/checklist.json`, root), 'utf8'));
const tests = readTests();
const notKept = await readNotKept();

const [mode] = process.argv.slice(2);
if (mode === '--ids') {
  console.log(JSON.stringify([...new Set(tests.flatMap((test) => test.ids))].sort()));
} else if (mode === '--check') {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const results = readResultsOfPage(page);
  const isCurrent = page === render((id) => results.get(id) ?? 'not run');
  const bad = [...results].filter(([, result]) => result === 'FAIL' || result === 'not run');
  if (!isCurrent || bad.length > 0) {
    const why = isCurrent ? `not passed: ${bad.map(([id]) => id).join(', ')}` : 'not up to date';
    console.error(
      `docs/conformance.md: ${why}. Run the conformance suite, then generate it again.`,
    );
    process.exit(1);
  }
} else {
  const results = readResults();
  writeFileSync(PAGE, render(resultOf(results)));
  console.log(readFileSync(PAGE, 'utf8').split('\n').slice(4, 14).join('\n'));
}

/** All line(ids, title, …) calls of the suite, in order. */
function readTests() {
  return readdirSync(new URL(`${SUITE}/`, root))
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(new URL(`${SUITE}/${file}`, root), 'utf8');
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      return findCalls(source).map((call) => readCall(file, call));
    });
}

function findCalls(node) {
  const isLine = ts.isCallExpression(node) && node.expression.getText() === 'line';
  const inside = [];
  ts.forEachChild(node, (child) => void inside.push(...findCalls(child)));
  return isLine ? [node, ...inside] : inside;
}

function readCall(file, call) {
  const [first, second] = call.arguments;
  const elements = ts.isArrayLiteralExpression(first) ? first.elements : [first];
  if (![...elements, second].every((part) => ts.isStringLiteralLike(part)))
    throw new Error(`${file}: ids and titles must be literals: ${call.getText().slice(0, 80)}`);
  return { file, ids: elements.map((element) => element.text), title: second.text };
}

async function readNotKept() {
  const text = readFileSync(new URL(`${SUITE}/not-kept.ts`, root), 'utf8');
  const options = {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  };
  const { outputText } = ts.transpileModule(text, options);
  const module = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  return module.NOT_KEPT;
}

function readResults() {
  const results = new Map();
  const names = existsSync(RESULTS) ? readdirSync(RESULTS) : [];
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const { file, results: lines } = JSON.parse(readFileSync(new URL(name, RESULTS), 'utf8'));
    for (const { ids, title, result } of lines) results.set(keyOf({ file, ids, title }), result);
  }
  return results;
}

function resultOf(results) {
  return (id) => {
    const all = testsOf(id).map((test) => results.get(keyOf(test)) ?? 'not run');
    if (all.includes('fail')) return 'FAIL';
    return all.includes('not run') ? 'not run' : 'pass';
  };
}

function readResultsOfPage(page) {
  const rows = page.split('\n').map((row) => /^\| ([A-Z]+-\d+) \|.*\| ([^|]+) \|$/.exec(row));
  return new Map(rows.filter(Boolean).map(([, id, result]) => [id, result]));
}

function keyOf({ file, ids, title }) {
  return `${file} ${ids.join(' ')} ${title}`;
}

function testsOf(id) {
  return tests.filter((test) => test.ids.includes(id));
}

function render(result) {
  const rows = checklist.map((line) => {
    const found = testsOf(line.id);
    const state =
      found.length > 0 ? result(line.id) : line.id in notKept ? notKept[line.id].state : 'not run';
    return { ...line, found, state };
  });
  const untested = rows.filter((row) => row.found.length === 0);
  const count = (state) => rows.filter((row) => row.state === state).length;
  const areas = [...new Set(rows.map((row) => row.area))];
  return [
    '# Conformance with TAXII 2.1',
    '',
    'Made by `npm run generate-conformance` after a run of the suite in `test/conformance`. Every line of the',
    'checklist has a test, or a reason why not. Levels: those of the specification; `PIN` is a choice where it is silent.',
    '',
    '| Lines | Number |',
    '|---|---|',
    `| All | ${rows.length} |`,
    `| Passed | ${count('pass')} |`,
    `| Failed | ${count('FAIL')} |`,
    `| Not run | ${count('not run')} |`,
    `| Not kept, or not applicable | ${count('not kept') + count('not applicable')} |`,
    `| Optional (MAY), not offered | ${count('not offered')} |`,
    '',
    `Tests: ${tests.length}.`,
    '',
    '## Lines without a test, and why',
    '',
    '| Id | Level | State | Reason |',
    '|---|---|---|---|',
    ...untested.map(
      (row) =>
        `| [${row.id}](#${row.area.toLowerCase()}) | ${cell(row.level)} | ${row.state} | ${cell(notKept[row.id]?.reason ?? '')} |`,
    ),
    ...areas.flatMap((area) => [
      '',
      `## ${area}`,
      '',
      '| Id | Section | Level | Line | Tests | Result |',
      '|---|---|---|---|---|---|',
      ...rows.filter((row) => row.area === area).map(renderRow),
    ]),
    '',
  ].join('\n');
}

function renderRow(row) {
  const shown = row.found.map((test) => `${cell(test.title)} (\`${test.file}\`)`).join('<br>');
  return `| ${row.id} | ${cell(row.section)} | ${cell(row.level)} | ${cell(row.summary)} | ${shown} | ${row.state} |`;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
