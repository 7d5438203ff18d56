/** Text that came from a model, a file or a server, with nothing in it that a terminal would obey. */
export function sanitized(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '·').replace(/\n/g, ' ');
}

/** As `sanitized`, for a text of several lines of ours. */
export function sanitizedLines(text: string): string {
  return text.split('\n').map(sanitized).join('\n');
}
