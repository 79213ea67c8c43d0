/** The machine lacks something: the message is one sentence that says what to do. */
export class EnvironmentFault extends Error {}
