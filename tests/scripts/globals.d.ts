// Libraries that a page brings as scripts of their own.
declare const d3: any;
declare const topojson: any;
declare const vis: any;
