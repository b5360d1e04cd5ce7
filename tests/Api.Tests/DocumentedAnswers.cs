using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Omnichannel.Api;

/// <summary>Holds every answer that a test is given against what the OpenAPI document says of it: the status, the code of a problem, and the shape of a body.</summary>
internal sealed class DocumentedAnswers
{
    private readonly JsonElement _document;
    private readonly (Regex Path, JsonElement Operations)[] _paths;

    private DocumentedAnswers(JsonElement document)
    {
        _document = document;

        // A word of the address wins over a part that may be anything.
        _paths = [.. document.GetProperty("paths").EnumerateObject()
            .OrderBy(static path => path.Name.Count(static character => character == '{'))
            .Select(static path => (new Regex($"^{Regex.Replace(path.Name, @"\{\w+\}", "[^/]+")}$"), path.Value))];
    }

    public static async Task<DocumentedAnswers> OfAsync(HttpClient http) =>
        new(JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json")).RootElement);

    public void Check(string method, string path, Answer answer)
    {
        var operations = _paths.Where(candidate => candidate.Path.IsMatch(path) && candidate.Operations.TryGetProperty(method.ToLowerInvariant(), out _));
        if (operations.Select(static candidate => (JsonElement?)candidate.Operations).FirstOrDefault()?.GetProperty(method.ToLowerInvariant()) is not { } operation) return;

        var (call, status) = ($"{method} {path}: {answer.Text}", ((int)answer.Status).ToString(CultureInfo.InvariantCulture));
        Assert.True(operation.GetProperty("responses").TryGetProperty(status, out var response), $"{status} is not documented of {call}");
        if (answer.Text.Length == 0) return;
        Assert.True(response.GetProperty("content").TryGetProperty(answer.MediaType ?? "", out var content), $"{answer.MediaType} is not documented of {call}");
        if (!answer.MediaType!.EndsWith("json", StringComparison.Ordinal) || answer.MediaType.EndsWith("ndjson", StringComparison.Ordinal)) return;
        var complaints = new List<string>();
        Complain(content.GetProperty("schema"), answer.Json, "", complaints);
        Assert.True(complaints.Count == 0, $"{string.Join("; ", complaints)}: {call}");
        if (answer.Status >= System.Net.HttpStatusCode.BadRequest)
            Assert.True(content.GetProperty("examples").TryGetProperty(answer.String("code")!, out _), $"The code is not documented of {call}");
    }

    private void Complain(JsonElement schema, JsonElement value, string at, List<string> complaints)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = reference.GetString()!.Split('/').Skip(1).Aggregate(_document, static (inner, name) => inner.GetProperty(name));
        if (schema.TryGetProperty("type", out var types) && !Types(types).Any(type => IsOf(type, value))) complaints.Add($"{at} is not {types}");
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value))) complaints.Add($"{at} is not among {values}");
        if (schema.TryGetProperty("pattern", out var pattern) && value.ValueKind == JsonValueKind.String && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            complaints.Add($"{at} does not look like {pattern}");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index()) Complain(items, item, $"{at}/{index}", complaints);
        }

        if (value.ValueKind != JsonValueKind.Object) return;
        if (schema.TryGetProperty("required", out var required))
            complaints.AddRange(required.EnumerateArray().Select(static name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at} lacks {name}"));
        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known)) Complain(known, member.Value, $"{at}/{member.Name}", complaints);
            else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object) Complain(others, member.Value, $"{at}/{member.Name}", complaints);
        }
    }

    private static IEnumerable<string> Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(static type => type.GetString()!) : [types.GetString()!];

    private static bool IsOf(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };
}
