using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Audit.History;

/// <summary>The client's own log, one JSON object a line. What was appended survives the death of the client process, not that of the
/// machine.</summary>
public sealed class OperationLog(Stream stream) : IDisposable
{
    private readonly Lock _lock = new();

    /// <summary>A log of its own for every client process: a restarted client starts a new file.</summary>
    public static OperationLog Create(string path) => new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Before the try leaves.</summary>
    public void Add(OperationSent sent) => Write(new(sent, null));

    /// <summary>After its end is known.</summary>
    public void Add(OperationAnswered answered) => Write(new(null, answered));

    public void Dispose() => stream.Dispose();

    private void Write(OperationLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, OperationJson.Default.OperationLine), (byte)'\n'];
        lock (_lock) stream.Write(bytes);
    }

    /// <summary>Every try of a log in the order of sending. A last line that a dying client left unfinished is no line.</summary>
    public static IEnumerable<Operation> Read(IEnumerable<string> lines)
    {
        var open = new Dictionary<(string Run, string Client, long Seq), OperationSent>();
        var isTorn = false;
        foreach (var text in lines)
        {
            if (isTorn) throw new InvalidDataException("A line in the middle of the log cannot be read.");
            if (Parse(text) is not { } line)
            {
                isTorn = true;
                continue;
            }

            if (line.Sent is { } sent) open.Add((sent.Run, sent.Client, sent.Seq), sent);
            if (line.Answered is not { } answered) continue;
            if (!open.Remove((answered.Run, answered.Client, answered.Seq), out var asked))
                throw new InvalidDataException($"The answer {answered.Client}/{answered.Seq} was never asked for.");
            yield return new(asked, answered);
        }

        foreach (var unanswered in open.Values) yield return new(unanswered, null);
    }

    private static OperationLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, OperationJson.Default.OperationLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record OperationLine(OperationSent? Sent, OperationAnswered? Answered);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(OperationLine))]
internal sealed partial class OperationJson : JsonSerializerContext;
