# The board is built with Node and served by Python; the image that runs holds no build tools.
FROM node:24-slim AS board
WORKDIR /site
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY vite.config.ts tsconfig.json ./
COPY static static
RUN npx vite build

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /site
# pg_dump and its like, for backups.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
COPY --from=board /site/static/dist static/dist
RUN useradd --system --uid 10001 site && mkdir /var/lib/vsm && chown site /var/lib/vsm
USER site
EXPOSE 8000
CMD ["python", "-m", "vsm_workshop.processes", "web", "--host=0.0.0.0", "--port=8000"]
