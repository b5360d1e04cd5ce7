using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>Somebody who has stolen the journal and all keys that are left, and tries every key on every text.</summary>
internal static class SealedTexts
{
    /// <summary>Everything that can be read: what stands there in clear, and what some key opens.</summary>
    public static async Task<string> ReadableAsync(IJournal journal, IDataKeys keys)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var entities = new HashSet<string>(StringComparer.Ordinal);
        for (var shard = 0; shard < journal.ShardCount; shard++)
        {
            foreach (var row in await journal.ReadFromAsync(shard, 0, int.MaxValue, CancellationToken.None))
            {
                entities.Add(row.Row.Entity.ToString());
                Collect(row.Row.Payload, texts);
                if ((await journal.ReadAsync(row.Row.Entity, CancellationToken.None)).Snapshot is { } snapshot) Collect(snapshot.Payload, texts);
            }
        }

        var owners = new List<(string Owner, SealingKey Key)>();
        foreach (var owner in entities)
        {
            if (await keys.FindAsync(owner, CancellationToken.None) is { Key: { } key }) owners.Add((owner, key));
        }

        var readable = new StringBuilder();
        foreach (var text in texts)
        {
            readable.Append(text).Append('\n');
            foreach (var (owner, key) in owners) readable.Append(Opened(text[(text.LastIndexOf(':') + 1)..], owner, key));
        }

        return readable.ToString();
    }

    private static void Collect(ReadOnlyMemory<byte> payload, HashSet<string> texts)
    {
        // As bytes too: what is hidden in the name of a member, or escaped, is found as it was said.
        texts.Add(Encoding.UTF8.GetString(payload.Span));
        using var document = JsonDocument.Parse(payload);
        Collect(document.RootElement, texts);
    }

    private static void Collect(JsonElement element, HashSet<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String: texts.Add(element.GetString()!); break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(item, texts);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject()) Collect(member.Value, texts);
                break;
        }
    }

    private static string Opened(string content, string owner, SealingKey key)
    {
        var bytes = new byte[content.Length];
        if (!Convert.TryFromBase64String(content, bytes, out var length)) return "";
        try
        {
            return Encoding.UTF8.GetString(key.Open(bytes.AsSpan(0, length), owner)) + "\n";
        }
        catch (CryptographicException)
        {
            return ""; // Another key's, or no sealed text at all.
        }
    }
}
