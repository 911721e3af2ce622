/**
 * The smallest door to PostgreSQL: what every module of the ledger takes as its first parameter,
 * whether it speaks to the pool or within a transaction.
 */

/**
 * A way to run SQL. Rows come back as plain objects; parameters are never put into the text. Within a
 * transaction, statements asked at once (before any is awaited) travel together and run in that order.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** A database: SQL outside a transaction, and transactions. */
export interface Database extends Sql {
  /** Runs `work` in one transaction; commits when it returns, rolls back and rethrows when it throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Runs `work` on one connection without a transaction: what it asks at once is one round trip. */
  together<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** One who holds the database. */
export interface WithDatabase {
  readonly db: Database
}
