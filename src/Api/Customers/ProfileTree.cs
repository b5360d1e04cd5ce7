using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Http;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>What is known of a person, as a tree of fields. Inside the grid every field is a leaf with a path.</summary>
[JsonConverter(typeof(ProfileTreeConverter))]
public sealed record ProfileTree(IReadOnlyList<FieldChange> Leaves)
{
    public const string Pointer = "/profile";
    public const string Addresses = "addresses";
    public const string Preferences = "preferences";
    public const string Tags = "tags";

    public static ProfileTree Of(IEnumerable<ProfileFieldView> fields) => new([.. fields.Select(static field => new FieldChange(field.Path, field.Value))]);

    public static string PointerOf(string path) => $"{Pointer}/{path}";

    /// <summary>What a field takes; never what somebody gave it.</summary>
    public static string RuleOf(string path) => path.Split('/') switch
    {
        ["birthDate"] => "a day from 1900-01-01 to today, as 1815-12-10",
        ["language"] => "a language of ISO 639, with or without a country, as en or pt-BR",
        [Tags, _] => "true, or null to take it away",
        [Addresses, _, "country"] => "an officially assigned code of ISO 3166-1 alpha-2, as GB",
        _ => CustomerChecks.LineRule,
    };
}

/// <summary>From the tree to the leaves and back. A refusal names the field by its pointer, and never repeats its value.</summary>
public class ProfileTreeConverter : JsonConverter<ProfileTree>
{
    public override ProfileTree Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var leaves = new List<FieldChange>();
        ReadGroup(ref reader, "", leaves);
        return new(leaves);
    }

    public override void Write(Utf8JsonWriter writer, ProfileTree value, JsonSerializerOptions options) =>
        WriteGroup(writer, [.. value.Leaves.Select(static leaf => (leaf.Path.Split('/'), leaf.Value))], 0);

    private static void ReadGroup(ref Utf8JsonReader reader, string path, List<FieldChange> leaves)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Wrong(path, "an object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var inner = Join(path, NameOf(ref reader, path));
            if (!names.Add(inner)) throw new BadInputException(ProblemKinds.DuplicateField, ProfileTree.PointerOf(inner), $"{ProfileTree.PointerOf(inner)} is there twice.");
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) leaves.Add(new(inner, null));
            else if (IsGroup(inner)) ReadGroup(ref reader, inner, leaves);
            else leaves.Add(new(inner, ValueOf(ref reader, inner)));
        }
    }

    // A slash would be read as two names.
    private static string NameOf(ref Utf8JsonReader reader, string path)
    {
        var name = TextOf(ref reader, path);
        if (Identifier.IsValid(name)) return name;
        var pointer = ProfileTree.PointerOf(Join(path, name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
        throw new BadInputException(ProblemKinds.UnknownField, pointer[..Math.Min(pointer.Length, JsonPointer.LengthMax)], $"The profile has no such field: a name is {Identifier.Rule}.");
    }

    private static string ValueOf(ref Utf8JsonReader reader, string path)
    {
        var isTag = path.StartsWith(ProfileTree.Tags + "/", StringComparison.Ordinal);
        return isTag && reader.TokenType == JsonTokenType.True ? "true"
            : !isTag && reader.TokenType == JsonTokenType.String ? TextOf(ref reader, path)
            : throw Wrong(path, isTag ? ProfileTree.RuleOf(path) : "a text");
    }

    private static string TextOf(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no text: half a surrogate pair, no UTF-8.
            throw Wrong(path, "a text in UTF-8");
        }
    }

    private static bool IsGroup(string path) =>
        path is ProfileTree.Addresses or ProfileTree.Preferences or ProfileTree.Tags
        || (path.StartsWith(ProfileTree.Addresses + "/", StringComparison.Ordinal) && path.LastIndexOf('/') == ProfileTree.Addresses.Length);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private static BadInputException Wrong(string path, string expected)
    {
        var pointer = path.Length == 0 ? ProfileTree.Pointer : ProfileTree.PointerOf(path);
        return new(ProblemKinds.WrongType, pointer, $"{pointer} is {expected}.");
    }

    private static void WriteGroup(Utf8JsonWriter writer, (string[] Path, string? Value)[] leaves, int depth)
    {
        writer.WriteStartObject();
        foreach (var group in leaves.GroupBy(leaf => leaf.Path[depth], StringComparer.Ordinal))
        {
            writer.WritePropertyName(group.Key);
            var (path, value) = group.First();
            if (path.Length > depth + 1) WriteGroup(writer, [.. group], depth + 1);
            else if (path[0] == ProfileTree.Tags) writer.WriteBooleanValue(true);
            else writer.WriteStringValue(value);
        }

        writer.WriteEndObject();
    }
}

/// <summary>A profile in a patch, where null would mean to take all of it away.</summary>
public sealed class PatchedProfileConverter : ProfileTreeConverter
{
    public override bool HandleNull => true;
}
