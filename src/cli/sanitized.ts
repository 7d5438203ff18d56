/** Text that came from a model, a file or a server, with nothing in it that a terminal would obey. */
export function sanitized(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '·').replace(/\n/g, ' ');
}
