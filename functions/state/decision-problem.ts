/** Why nothing was decided: the request is wrong, names what is not there, or somebody else was quicker. */
export type ProblemKind = 'invalid' | 'not-found' | 'conflict'

/** A decision that was refused; nothing was written. The message is one line: what, what was expected, and what to do. */
export class DecisionProblem extends Error {
  override readonly name = 'DecisionProblem'
  readonly kind: ProblemKind

  constructor(kind: ProblemKind, message: string) {
    super(message)
    this.kind = kind
  }
}
