/** The tools that swarmdeck brings, by the names under which a spec and a model know them. */
export const builtInTools = ['http_get', 'read_file', 'calculator'] as const;

export type BuiltInTool = (typeof builtInTools)[number];
