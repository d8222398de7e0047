// What every page begins with.
import { Link } from 'wouter';
import icon from './icon.svg';

/** The first step of the keyboard: past the menu. */
export function Skip() {
  return (
    <a className="skip" href="#page">
      Skip to the page
    </a>
  );
}

/** Whose page it is; leads to its beginning. */
export function Brand() {
  return (
    <Link href="/" className="brand">
      <img src={icon} alt="" width={28} height={28} />
      Taxiway
    </Link>
  );
}
