import { Paper } from '@mantine/core';
import cytoscape, { type ElementDefinition, type StylesheetJson } from 'cytoscape';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { objectPath } from '../columns.tsx';
import { typeWords } from '../words.ts';
import { relationWords } from './relation-words.ts';
import type { Relation } from './shapes.ts';

interface GraphProps {
  readonly collection: string;
  readonly id: string;
  readonly title: string;
  readonly relations: readonly Relation[];
}

// Cytoscape writes a style element unless an element with this id is there; the page's policy
// allows none, and the one rule of it is in our own styles.
const STYLE_ID = '__________cytoscape_stylesheet';

/** An object with what it is related to. A click follows; the list beside it says the same in text. */
export function Graph({ collection, id, title, relations }: GraphProps) {
  const box = useRef<HTMLDivElement>(null);
  const [, go] = useLocation();
  useEffect(() => {
    const container = box.current;
    if (container === null) return;
    const graph = cytoscape({
      container,
      elements: elementsOf(id, title, relations),
      style: styleOf(getComputedStyle(container)),
      layout: {
        name: 'concentric',
        concentric: (node) => (node.id() === id ? 1 : 0),
        levelWidth: () => 1,
        startAngle: 0,
        minNodeSpacing: 130,
        padding: 30,
      },
      maxZoom: 1.5,
      minZoom: 0.2,
      autounselectify: true,
    });
    graph.on('tap', 'node', ({ target }) => {
      if (target.data('kind') === 'other')
        go(`${objectPath(collection, target.id())}?tab=relations`);
    });
    graph.on('mouseover mouseout', 'node', ({ type, target }) => {
      const leads = type === 'mouseover' && target.data('kind') === 'other';
      container.style.cursor = leads ? 'pointer' : '';
    });
    return () => graph.destroy();
  }, [collection, id, title, relations, go]);
  return (
    <Paper withBorder className="graph" aria-hidden>
      <span id={STYLE_ID} hidden />
      <div ref={box} className="graph-box" />
    </Paper>
  );
}

function elementsOf(
  id: string,
  title: string,
  relations: readonly Relation[],
): ElementDefinition[] {
  const nodes = new Map<string, ElementDefinition>([
    [id, { data: { id, label: short(title), kind: 'here' } }],
  ]);
  for (const { other } of relations) {
    const type = typeWords(other.type);
    const label = other.name === null ? type : `${short(other.name)}\n${type}`;
    const kind = other.stored ? 'other' : 'absent';
    if (!nodes.has(other.id)) nodes.set(other.id, { data: { id: other.id, label, kind } });
  }
  const edges = relations.map((relation, index) => {
    const isOut = relation.direction === 'out';
    return {
      data: {
        id: `edge ${index}`,
        source: isOut ? id : relation.other.id,
        target: isOut ? relation.other.id : id,
        label: relationWords(relation),
      },
    };
  });
  return [...nodes.values(), ...edges];
}

function short(text: string): string {
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}

function styleOf(computed: CSSStyleDeclaration): StylesheetJson {
  const colour = (name: string) => computed.getPropertyValue(name).trim();
  const font = { 'font-family': computed.fontFamily, color: computed.color };
  return [
    {
      selector: 'node',
      style: {
        ...font,
        label: 'data(label)',
        'font-size': 11,
        'text-wrap': 'wrap',
        'text-valign': 'bottom',
        'text-margin-y': 5,
        'text-background-color': colour('--surface'),
        'text-background-opacity': 0.9,
        'text-background-padding': '2px',
        width: 22,
        height: 22,
        'background-color': colour('--bar'),
        'border-width': 3,
        'border-color': colour('--surface'),
      },
    },
    {
      selector: 'node[kind = "here"]',
      style: { width: 34, height: 34, 'font-weight': 'bold', 'background-color': '#d9822b' },
    },
    { selector: 'node[kind = "absent"]', style: { opacity: 0.5 } },
    {
      selector: 'edge',
      style: {
        ...font,
        label: 'data(label)',
        'font-size': 10,
        width: 1.5,
        'line-color': colour('--mantine-color-dimmed'),
        'target-arrow-color': colour('--mantine-color-dimmed'),
        'target-arrow-shape': 'triangle',
        'curve-style': 'bezier',
        'text-background-color': colour('--surface'),
        'text-background-opacity': 0.9,
        'text-background-padding': '2px',
      },
    },
  ];
}
