/** The only two wires between a window and the main process. */
export const CALL_CHANNEL = 'keepsake:call'
export const EVENT_CHANNEL = 'keepsake:event'
