export function alertsIn(body: unknown): Record<string, unknown>[];
export default function relay(request: Request): Promise<Response>;
