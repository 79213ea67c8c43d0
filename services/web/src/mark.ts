/** The register's mark as a picture of its own, for the tab of a browser. */
export const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#12355b"/><path d="M9 4v24M13 11h12M13 16h12M13 21h7" fill="none" stroke="#fff" stroke-width="2.4"/></svg>
`;
