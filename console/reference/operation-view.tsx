import { Code, Title } from '@mantine/core';
import { CopyBlock } from '../copy-block.tsx';
import type { Answer, Media, Node, Operation, Parameter } from './document.ts';
import { Prose } from './prose.tsx';
import { curlSample } from './sample.ts';
import { SchemaView, Value } from './schema-view.tsx';

const CALLERS: Readonly<Record<string, string>> = {
  public: 'anybody, without credentials',
  authenticated: 'every account',
  'self-or-admin': 'the account named in the path, and administrators',
  admin: 'administrators',
  root: 'whoever sees the API root',
  collection: 'whoever sees the collection',
  read: 'whoever may read from the collection',
  write: 'whoever may write to the collection',
  delete: 'whoever may read from the collection and write to it',
};

interface OperationViewProps {
  readonly operation: Operation;
  readonly schemas: ReadonlyMap<string, Node>;
}

/** One operation: who may call it, what it takes, what it answers, and how to try it. */
export function OperationView({ operation, schemas }: OperationViewProps) {
  const { description, role, parameters, body, answers } = operation;
  const isError = ({ status }: Answer) => Number(status) >= 400;
  return (
    <>
      <Prose text={description} />
      <p className="quiet">Who may call it: {CALLERS[role] ?? role}.</p>
      {parameters.length > 0 && <Parameters parameters={parameters} schemas={schemas} />}
      {body.length > 0 && (
        <section>
          <Title order={3} size="h5">
            Body
          </Title>
          <Medias medias={body} schemas={schemas} />
        </section>
      )}
      <section>
        <Title order={3} size="h5">
          Answers
        </Title>
        {answers
          .filter((answer) => !isError(answer))
          .map((answer) => (
            <AnswerView key={answer.status} answer={answer} schemas={schemas} />
          ))}
        <dl className="properties">
          {answers.filter(isError).map(({ status, description: reason }) => (
            <div key={status}>
              <dt>
                <Code>{status}</Code>
              </dt>
              <dd>{reason}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <Title order={3} size="h5">
          Try it
        </Title>
        <CopyBlock
          label={`curl line of ${operation.id}`}
          text={curlSample(operation, window.location.origin)}
        />
      </section>
    </>
  );
}

interface ParametersProps {
  readonly parameters: readonly Parameter[];
  readonly schemas: ReadonlyMap<string, Node>;
}

function Parameters({ parameters, schemas }: ParametersProps) {
  return (
    <section>
      <Title order={3} size="h5">
        Parameters
      </Title>
      <dl className="properties">
        {parameters.map(({ name, place, isRequired, description, schema }) => (
          <div key={`${place} ${name}`}>
            <dt>
              <Code>{name}</Code> <span className="quiet">{place}</span>
              {isRequired && <span className="required">required</span>}
            </dt>
            <dd>
              <Value schema={schema} schemas={schemas} />
              <Prose text={description} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function AnswerView({ answer, schemas }: { answer: Answer; schemas: ReadonlyMap<string, Node> }) {
  return (
    <div className="answer">
      <p>
        <Code>{answer.status}</Code> {answer.description}
      </p>
      {answer.headers.length > 0 && (
        <dl className="properties">
          {answer.headers.map(({ name, description }) => (
            <div key={name}>
              <dt>
                <Code>{name}</Code> <span className="quiet">header</span>
              </dt>
              <dd>{description}</dd>
            </div>
          ))}
        </dl>
      )}
      <Medias medias={answer.media} schemas={schemas} />
    </div>
  );
}

interface MediasProps {
  readonly medias: readonly Media[];
  readonly schemas: ReadonlyMap<string, Node>;
}

function Medias({ medias, schemas }: MediasProps) {
  return medias.map(({ type, schema, examples }) => (
    <div key={type}>
      <p className="quiet">{type}</p>
      <SchemaView schema={schema} schemas={schemas} />
      {examples.map(({ name, text }) => (
        <CopyBlock key={name} label={name === '' ? 'example' : `example ${name}`} text={text} />
      ))}
    </div>
  ));
}
