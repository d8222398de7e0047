import { Link } from 'wouter';
import { nameless, objectPath } from '../columns.tsx';
import { TypeIcon } from '../type-icon.tsx';
import { typeOfId } from './type-of-id.ts';

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
