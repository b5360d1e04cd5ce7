using System.Text;
using System.Text.Json;
using Omnichannel.Http;

namespace Omnichannel.Import;

/// <summary>One JSON object per line, of exactly the three members.</summary>
internal sealed class NdjsonRows : IRowFormat
{
    private static readonly string[] Members = ["sku", "location", "onHand"];

    public ImportRow Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return ReadObject(line);
        }
        catch (JsonException)
        {
            return ImportRow.Refused(ProblemKinds.MalformedJson, "The line is not one JSON object.");
        }
        catch (InvalidOperationException)
        {
            // What the reader says of a text that is not UTF-8.
            return ImportRow.Refused(ProblemKinds.MalformedJson, "The line holds a text that is not UTF-8.");
        }
    }

    private static ImportRow ReadObject(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return ImportRow.Refused(ProblemKinds.WrongType, "The line is not a JSON object.");
        ReadOnlySpan<byte> sku = default, location = default, onHand = default;
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberAt(ref reader);
            if (member < 0) return ImportRow.Refused(ProblemKinds.UnknownField, "A row has sku, location and onHand, and nothing else.");
            if ((seen & (1 << member)) != 0) return ImportRow.Refused(ProblemKinds.DuplicateField, $"{Members[member]} is there twice.");
            seen |= 1 << member;
            reader.Read();
            if (reader.TokenType != (member == 2 ? JsonTokenType.Number : JsonTokenType.String))
                return ImportRow.Refused(ProblemKinds.WrongType, $"{Members[member]} is a {(member == 2 ? "number" : "string")}.");
            if (member == 0) sku = Text(ref reader);
            else if (member == 1) location = Text(ref reader);
            else onHand = reader.ValueSpan;
        }

        reader.Read();
        for (var member = 0; member < Members.Length; member++)
        {
            if ((seen & (1 << member)) == 0) return ImportRow.Refused(ProblemKinds.FieldMissing, $"{Members[member]} is missing.");
        }

        return ImportRow.Of(sku, location, onHand);
    }

    private static int MemberAt(ref Utf8JsonReader reader)
    {
        for (var member = 0; member < Members.Length; member++)
        {
            if (reader.ValueTextEquals(Members[member])) return member;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
}
