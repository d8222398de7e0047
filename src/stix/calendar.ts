// The days of the Gregorian calendar, for timestamps that a Date would silently roll over (31 June).

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day exists. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const length = LENGTHS[month - 1];
  if (length === undefined || day < 1) return false;
  return day <= (month === 2 && isLeapYear(year) ? 29 : length);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
