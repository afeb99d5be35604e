/* global SwaggerUIBundle */
// The document of this node; nothing is asked of any other host, and no key is kept.
SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', validatorUrl: null, persistAuthorization: false });
