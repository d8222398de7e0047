// Who asks. The right itself is settled by http/authorise.ts with the rows of store/collections.ts.

/** The account behind a request. */
export interface Principal {
  readonly account_id: string;
  readonly name: string;
  readonly role: 'admin' | 'member';
  /** Where a session's cookie told who it is. */
  readonly session_id?: string;
}
