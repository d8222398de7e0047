// The names of columns in German.
// Spreadsheets are kept in people's own language. A date under a name that nobody knows is taken for
// the first sighting, and an end that becomes a beginning is an indicator that never expires.
import type { Attribute, ValueType } from './field.ts';

/** N-forms of attributes. */
export const GERMAN_ATTRIBUTES: readonly (readonly [Attribute, string])[] = [
  ['type', 'typ indikatortyp'],
  ['name', 'bezeichnung titel'],
  ['description', 'beschreibung kommentar bemerkung bemerkungen notiz notizen'],
  ['confidence', 'konfidenz vertrauen vertrauenswürdigkeit'],
  ['valid_from', 'gültigab gültigvon gueltigab gueltigvon'],
  ['valid_until', 'gültigbis gueltigbis ablauf ablaufdatum ablaufam läuftabam'],
  ['first_seen', 'zuerstgesehen erstmalsgesehen erstmalsbeobachtet datum'],
  ['last_seen', 'zuletztgesehen zuletztbeobachtet'],
  ['created', 'erstellt erstelltam'],
  ['labels', 'schlagwort schlagwörter schlagworte'],
  ['references', 'verweis verweise referenz referenzen'],
  ['source', 'quelle'],
  ['severity', 'schweregrad'],
];

/** N-forms of values. */
export const GERMAN_VALUES: readonly (readonly [ValueType, string])[] = [
  ['any', 'indikator wert'],
  ['hash', 'prüfsumme hashwert'],
  ['email-sender', 'absender absenderadresse'],
  ['email', 'emailadresse'],
  ['domain', 'domäne'],
  ['ip', 'ipadresse'],
  ['file-name', 'dateiname'],
];
