using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Omnichannel.Http;

/// <summary>Writes whole JSON answers with their length, so that they leave in one piece.</summary>
public static class JsonBody
{
    public const string MediaType = "application/json; charset=utf-8";
    private const int KeptBytesMax = 64 * 1024;

    // Answers are data, never parts of a page: only what JSON itself demands is escaped.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Scratch? _scratch;

    public static void Write<TState>(HttpResponse response, string mediaType, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var scratch = Take();
        write(scratch.Writer, state);
        scratch.Writer.Flush();
        Send(response, mediaType, scratch);
    }

    /// <summary>Writes one value a line.</summary>
    public static void WriteLines<TState>(HttpResponse response, string mediaType, int linesCount, TState state, Action<Utf8JsonWriter, TState, int> write)
    {
        var scratch = Take();
        for (var line = 0; line < linesCount; line++)
        {
            write(scratch.Writer, state, line);
            scratch.Writer.Flush();
            scratch.Writer.Reset();
            scratch.Bytes.Write("\n"u8);
        }

        Send(response, mediaType, scratch);
    }

    // Taken while in use: a writer that serialises something which writes an answer itself must not meet its own buffer.
    private static Scratch Take()
    {
        var scratch = _scratch ?? new Scratch();
        _scratch = null;
        return scratch;
    }

    private static void Send(HttpResponse response, string mediaType, Scratch scratch)
    {
        response.ContentType = mediaType;
        response.ContentLength = scratch.Bytes.WrittenCount;
        response.BodyWriter.Write(scratch.Bytes.WrittenSpan);
        if (scratch.Bytes.Capacity > KeptBytesMax) return;
        scratch.Bytes.ResetWrittenCount();
        scratch.Writer.Reset();
        _scratch = scratch;
    }

    private sealed class Scratch
    {
        public Scratch() => Writer = new(Bytes, WriterOptions);

        public ArrayBufferWriter<byte> Bytes { get; } = new(1024);

        public Utf8JsonWriter Writer { get; }
    }
}

/// <summary>A success and its body.</summary>
public sealed class JsonAnswer<T>(int status, T body, JsonTypeInfo<T> type) : IResult
{
    /// <summary>Where the thing that was made can be read.</summary>
    public string? Location { get; init; }

    public string? ETag { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (Location is not null) response.Headers.Location = Location;
        if (ETag is not null) response.Headers.ETag = ETag;
        JsonBody.Write(response, JsonBody.MediaType, (body, type), static (writer, told) => JsonSerializer.Serialize(writer, told.body, told.type));
        return Task.CompletedTask;
    }
}

/// <summary>A success whose body is written by hand, because parts of it are JSON already.</summary>
public sealed class WrittenAnswer<T>(T body, Action<Utf8JsonWriter, T> write) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status200OK;
        JsonBody.Write(httpContext.Response, JsonBody.MediaType, body, write);
        return Task.CompletedTask;
    }
}
