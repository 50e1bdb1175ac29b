/** True for what the operating system refused: a file, a port. `code` says why. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
