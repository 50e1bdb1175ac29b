import { availableParallelism, cpus } from 'node:os'
import { type Column, table } from '../shared/rows/table.ts'

/** A column of numbers. */
export function number<Row>(title: string, cell: (row: Row) => string): Column<Row> {
  return { title, cell, align: 'right' }
}

/** A column of words. */
export function words<Row>(title: string, cell: (row: Row) => string): Column<Row> {
  return { title, cell }
}

export function printTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
  process.stdout.write(`${table(rows, columns, { heading: (text) => text })}\n`)
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** What is being measured just now, for whoever waits. */
export function printStep(text: string): void {
  process.stderr.write(`… ${text}\n`)
}

/** Figures of two machines are not the same figures. */
export function printMachine(): void {
  printLine(`${machine()}\n`)
}

export function machine(): string {
  return `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`
}

export function fixed(value: number, digits = 2): string {
  return value.toFixed(digits)
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}
