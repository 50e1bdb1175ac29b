import type { App } from './app.ts'

/**
 * The app, which asks once more by another one where a token was refused: `rotated` gives it with the tokens that are in force now, or
 * undefined. What is refused has done nothing.
 */
export function withRotation(app: App, rotated: () => Promise<App | undefined>): App {
  return {
    fetch: async (request) => {
      const again = request.clone()
      const answer = await app.fetch(request)
      if (answer.status !== UNAUTHORIZED) return answer
      // Whoever is refused is told so, whether or not KMS answers.
      const other = await rotated().catch(() => undefined)
      return other === undefined ? answer : other.fetch(again)
    },
  }
}

const UNAUTHORIZED = 401
