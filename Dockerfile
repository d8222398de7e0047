# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install scripts: the sources that npm's `prepare` compiles are not here yet, and what the
# embedded PostgreSQL's would do is done at start.
# And not npm ci, which refuses a lock file without the optional packages of other platforms.
RUN npm install --ignore-scripts
COPY tsconfig.json tsconfig.build.json openapi.yaml ./
COPY scripts ./scripts
COPY src ./src
COPY console ./console
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json openapi.yaml LICENSE ./
COPY migrations ./migrations
COPY warning-lists ./warning-lists
COPY docs ./docs
RUN ln -s /app/dist/main.js /usr/local/bin/taxiway \
  && install --directory --owner=node --group=node --mode=0700 /data
# Only the embedded PostgreSQL writes there; with DATABASE_URL the folder stays empty.
ENV DATA_DIR=/data
VOLUME /data
USER node
EXPOSE 8080
# With TLS in this process the certificate is for the public name, not for the loopback address.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch(`${process.env.TLS_CERT_FILE ? 'https' : 'http'}://127.0.0.1:${process.env.PORT || 8080}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so SIGTERM reaches the server, which stops in order.
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
