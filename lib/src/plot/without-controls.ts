/** XML has no place for control characters, and file names that become labels may hold some. */
export function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
