import { Link } from 'wouter';
import { nameless, objectPath } from '../columns.tsx';
import { TypeIcon } from '../type-icon.tsx';

const ID = /^([a-z0-9][a-z0-9-]+)--[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The type that an id names; null for texts of another form. */
export function typeOfId(id: string): string | null {
  return ID.exec(id)?.[1] ?? null;
}

interface ReferenceProps {
  readonly collection: string;
  readonly id: string;
  readonly name?: string | null | undefined;
}

/** Another object, by its name where that is known. */
export function Reference({ collection, id, name }: ReferenceProps) {
  const type = typeOfId(id) ?? 'object';
  return (
    <span className="what">
      <TypeIcon type={type} />
      <Link href={objectPath(collection, id)} className="what-link" title={id}>
        {name ?? nameless({ id, type })}
      </Link>
    </span>
  );
}
