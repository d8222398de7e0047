/** What somebody may do with a collection, in words. */
export function rightsOf(right: { readonly can_read: boolean; readonly can_write: boolean }) {
  if (right.can_read && right.can_write) return 'read and write';
  if (right.can_read) return 'read';
  return right.can_write ? 'write' : 'see that it exists';
}
