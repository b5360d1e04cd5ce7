using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace Omnichannel.Http;

/// <summary>Reads a JSON body whole and strictly: what is not exactly understood is refused, and the refusal names the field.</summary>
public static class Body
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";
    private static readonly string[] JsonOnly = [Json];
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = Limits.JsonDepthMax };

    public static readonly string TooLargeDetail = $"A body has at most {Limits.RequestBodyBytesMax} bytes.";

    /// <summary>How every body is read: camelCase as written, no unknown and no repeated fields, numbers as numbers.</summary>
    public static JsonSerializerOptions Strict() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = Limits.JsonDepthMax,
        Converters = { new WholeNumberConverter() },
    };

    /// <exception cref="BadInputException">The body is not what this call takes.</exception>
    public static ValueTask<T> ReadAsync<T>(HttpContext httpContext, JsonTypeInfo<T> type) where T : class => ReadAsync(httpContext, type, JsonOnly);

    /// <summary>A JSON Merge Patch (RFC 7396), also when it is sent as plain JSON.</summary>
    /// <exception cref="BadInputException">The body is not what this call takes.</exception>
    public static ValueTask<T> ReadPatchAsync<T>(HttpContext httpContext, JsonTypeInfo<T> type) where T : class => ReadAsync(httpContext, type, [MergePatch, Json]);

    private static async ValueTask<T> ReadAsync<T>(HttpContext httpContext, JsonTypeInfo<T> type, string[] mediaTypes) where T : class
    {
        if (!IsTaken(httpContext.Request.ContentType, mediaTypes))
            throw new BadInputException(ProblemKinds.MediaTypeUnsupported, detail: MediaTypeDetail(httpContext, mediaTypes));
        var reader = httpContext.Request.BodyReader;
        while (true)
        {
            // A small body is there with its headers; only who has to wait needs to hear that the caller has gone.
            if (!reader.TryRead(out var read)) read = await reader.ReadAsync(httpContext.RequestAborted);
            if (!read.IsCompleted)
            {
                // The server itself refuses to read more than Limits.RequestBodyBytesMax.
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return Parse(read.Buffer, type);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static string MediaTypeDetail(HttpContext httpContext, string[] mediaTypes) =>
        $"Send Content-Type: {string.Join(" or ", mediaTypes)} in UTF-8{(httpContext.Request.ContentType is { } sent ? $", not {sent}" : "")}.";

    private static bool IsTaken(string? contentType, string[] mediaTypes)
    {
        if (contentType is Json or Json + "; charset=utf-8") return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && mediaTypes.Any(mediaType => parsed.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            && (!parsed.Charset.HasValue || HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One line of a body that has an object in each: as strict as a whole body.</summary>
    /// <exception cref="BadInputException">The line is not what this call takes.</exception>
    public static T ParseLine<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type) where T : class => Parse(new Utf8JsonReader(line, ReaderOptions), type);

    private static T Parse<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type) where T : class
    {
        if (bytes.IsEmpty) throw new BadInputException(ProblemKinds.BodyMissing, detail: "Send a JSON object; {} when there is nothing to say.");
        return Parse(bytes.IsSingleSegment ? new Utf8JsonReader(bytes.FirstSpan, ReaderOptions) : new Utf8JsonReader(bytes, ReaderOptions), type);
    }

    private static T Parse<T>(Utf8JsonReader reader, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            var body = JsonSerializer.Deserialize(ref reader, type)
                ?? throw new BadInputException(ProblemKinds.WrongType, "", "The body is null; send a JSON object.");
            if (reader.Read()) throw new BadInputException(ProblemKinds.MalformedJson, "", "Something follows the JSON object.");
            return body;
        }
        catch (JsonException refused)
        {
            throw new BadInputException(Refusal(refused));
        }
    }

    // The messages of the serialiser name CLR types, which are nobody's business: they only tell the three refusals apart.
    // BadBodyTests guards the wording.
    private static Problem Refusal(JsonException refused)
    {
        var field = JsonPointer.OfPath(refused.Path);
        if (refused is WrongValueException wrong) return new(ProblemKinds.WrongType, $"{field} is {wrong.Expected}.", field);
        if (refused.InnerException is JsonException || refused.GetType() != typeof(JsonException)) return Malformed(refused);
        if (refused.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
            return new(ProblemKinds.DuplicateField, $"{field} is there twice.", field);
        if (refused.Message.StartsWith("The JSON property", StringComparison.Ordinal))
            return new(ProblemKinds.UnknownField, $"This call knows no {field}.", field);
        return new(ProblemKinds.WrongType, field.Length == 0 ? "The body is a JSON object." : $"{field} has a value of the wrong type.", field);
    }

    private static Problem Malformed(JsonException refused)
    {
        var place = $"line {refused.LineNumber + 1}, byte {refused.BytePositionInLine + 1}";
        return new(ProblemKinds.MalformedJson, $"Not JSON, or nested deeper than {Limits.JsonDepthMax} levels, at {place}.", "");
    }
}
