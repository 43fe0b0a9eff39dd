# The assistant in a container: `docker build -t visit .`, then `docker run -p 127.0.0.1:7860:7860 -e ASSISTANT_ALLOW_OPEN=true visit`.
# The index lies in the volume /data and survives the container.
FROM python:3.11-slim

RUN useradd --uid 10001 --create-home visit && mkdir /data && chown visit /data
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY knowledge knowledge
COPY assistant assistant
COPY eval eval
COPY app.py ./
RUN pip install --no-cache-dir --constraint constraints.txt ".[chat,mcp]"

USER 10001
ENV ASSISTANT_HOST=0.0.0.0 ASSISTANT_PORT=7860 ASSISTANT_INDEX=/data/index PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
CMD ["python", "app.py"]
