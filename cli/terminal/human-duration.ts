import { HOUR, MINUTE, SECOND } from '../../shared/domain/time.ts'

/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min` of milliseconds. */
export function humanDuration(milliseconds: number): string {
  if (milliseconds < 10 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`
  const seconds = Math.round(milliseconds / SECOND)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (seconds < HOUR / SECOND) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / (HOUR / MINUTE))} h ${minutes % 60} min`
}
